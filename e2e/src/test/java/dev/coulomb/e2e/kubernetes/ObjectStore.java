package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import java.time.Duration;

/**
 * The S3 server of {@code e2e/s3/server.yaml} in the namespace of a test: a bucket is a directory
 * there, and an object a file, that can be damaged.
 */
final class ObjectStore {
  static final String BUCKET = "backups";
  static final String KEYS = "s3-keys";

  private final Scene scene;

  private ObjectStore(Scene scene) {
    this.scene = scene;
  }

  /** Builds its image, loads and starts it. */
  static ObjectStore start(Scene scene) {
    scene.kind().load(Project.E2E.resolve("s3/image"));
    scene.kubectl("apply", "-f", Project.E2E.resolve("s3/server.yaml").toString()).output();
    scene
        .kubectl("rollout", "status", "deployment/s3", "--timeout=2m")
        .within(Duration.ofMinutes(3))
        .output();
    return new ObjectStore(scene);
  }

  /** A destination in its bucket, as a spec says it. */
  String destination(String prefix) {
    return destination(BUCKET, KEYS, prefix);
  }

  String destination(String bucket, String keys, String prefix) {
    return "{s3: {endpoint: 'http://s3.%s:9000', bucket: %s, prefix: %s, credentialsSecretRef: {name: %s}}}"
        .formatted(scene.namespace(), bucket, prefix, keys);
  }

  /** Names of all objects below a prefix; empty: there are none. */
  String objects(String prefix) {
    Command.Said said = shell("find /data/%s/%s -type f".formatted(BUCKET, prefix)).run();
    return said.status() == 0 ? said.out().strip() : "";
  }

  /** Puts other bytes into the middle of the largest object below a prefix. */
  void damage(String prefix) {
    shell(
            "f=$(find /data/%s/%s -type f -exec ls -S {} + | head -n 1) && dd if=/dev/zero of=$f bs=1 seek=200 count=64 conv=notrunc"
                .formatted(BUCKET, prefix))
        .output();
  }

  private Command shell(String script) {
    return scene.kubectl("exec", "deployment/s3", "--", "sh", "-c", script);
  }
}
