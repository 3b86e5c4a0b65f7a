package dev.coulomb.operator.api.backup;

import dev.coulomb.operator.api.CoulombCluster;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** Backups at the times of a schedule, and the end of those that are too many or too old. */
@Group(CoulombCluster.GROUP)
@Version(CoulombCluster.VERSION)
@Kind(CoulombBackupSchedule.KIND)
@Singular("coulombbackupschedule")
@Plural("coulombbackupschedules")
@ShortNames("cbs")
@Categories({"all", "coulomb"})
@ValidationRule(
    value = "size(self.metadata.name) <= 46",
    message =
        "metadata.name must have at most 46 characters: the names of the backups are made from it and the time")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must be a DNS label (a-z, 0-9 and '-'): the names of the backups begin with it")
@AdditionalPrinterColumn(
    name = "Cluster",
    jsonPath = ".spec.clusterRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Schedule",
    jsonPath = ".spec.schedule",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Suspend",
    jsonPath = ".spec.suspend",
    type = AdditionalPrinterColumn.Type.BOOLEAN)
@AdditionalPrinterColumn(
    name = "Last",
    jsonPath = ".status.lastSuccessfulAt",
    type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
    name = "Kept",
    jsonPath = ".status.completed",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Healthy",
    jsonPath = ".status.conditions[?(@.type==\"Healthy\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Verified",
    jsonPath = ".status.conditions[?(@.type==\"Verified\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Next",
    jsonPath = ".status.nextAt",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class CoulombBackupSchedule
    extends CustomResource<CoulombBackupScheduleSpec, CoulombBackupScheduleStatus>
    implements Namespaced {

  public static final String KIND = "CoulombBackupSchedule";

  private static final long serialVersionUID = 1;

  @Override
  protected CoulombBackupScheduleStatus initStatus() {
    return CoulombBackupScheduleStatus.UNKNOWN;
  }
}
