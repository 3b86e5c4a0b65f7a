package dev.coulomb.node.admin;

import dev.coulomb.node.admin.restore.ChecksumsControl;
import dev.coulomb.node.admin.restore.ChecksumsStatus;
import dev.coulomb.node.admin.restore.RestoreControl;
import dev.coulomb.node.admin.restore.RestoreRequest;
import dev.coulomb.node.admin.restore.RestoreStatus;
import dev.coulomb.node.admin.restore.RestoreStatus.Phase;
import dev.coulomb.node.admin.restore.RestoreStatus.Progress;
import dev.coulomb.node.admin.restore.RestoreStatus.State;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Restores and checksums that never get further than they began. */
final class FakeRestores implements RestoreControl, ChecksumsControl {
  private @Nullable RestoreRequest request;
  private boolean confirmed;

  @Nullable RestoreRequest request() {
    return request;
  }

  boolean isConfirmed() {
    return confirmed;
  }

  @Override
  public RestoreStatus begin(RestoreRequest asked) {
    request = asked;
    return status(asked);
  }

  private static RestoreStatus status(RestoreRequest asked) {
    Progress progress = new Progress(Phase.CHECKING, 0, 0, 0, 0);
    return new RestoreStatus(
        asked.id(), State.RUNNING, asked.inPlace(), false, progress, 1, 0, null, null);
  }

  @Override
  public Optional<RestoreStatus> find() {
    return Optional.ofNullable(request).map(FakeRestores::status);
  }

  @Override
  public Optional<RestoreStatus> undo() {
    Optional<RestoreStatus> undone = find();
    request = null;
    return undone;
  }

  @Override
  public RestoreStatus confirm() {
    confirmed = true;
    return find().orElseThrow(() -> new AdminError(409, "nothing-kept", "nothing is kept", null));
  }

  @Override
  public ChecksumsStatus begin(String id) {
    return new ChecksumsStatus(id, ChecksumsStatus.State.RUNNING, 0, 0, 0, 0, List.of(), null);
  }

  @Override
  public Optional<ChecksumsStatus> find(String id) {
    return id.equals("known") ? Optional.of(begin(id)) : Optional.empty();
  }
}
