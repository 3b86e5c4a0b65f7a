package dev.coulomb.e2e.kubernetes;

import dev.coulomb.e2e.programs.Command;
import dev.coulomb.e2e.programs.Project;
import dev.coulomb.e2e.programs.SelfSigned;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Duration;
import java.util.Map;

/**
 * The S3 server of {@code e2e/s3/server.yaml} in the namespace of a test: a bucket is a directory
 * there, and an object a file, that can be damaged.
 */
final class ObjectStore {
  static final String BUCKET = "backups";
  static final String KEYS = "s3-keys";

  /** Of a server with TLS: a Secret with its certificate. */
  private static final String CERTIFICATE = "s3-tls";

  private static final String WITH_TLS =
      """
      [{"op": "replace", "path": "/spec/template/spec/containers/0/command/2",
        "value": "mkdir -p /data/backups && exec versitygw --port :9000 --cert /tls/tls.crt --key /tls/tls.key --health /health --quiet posix /data"},
       {"op": "add", "path": "/spec/template/spec/containers/0/readinessProbe/httpGet/scheme", "value": "HTTPS"},
       {"op": "add", "path": "/spec/template/spec/volumes/-", "value": {"name": "tls", "secret": {"secretName": "s3-tls"}}},
       {"op": "add", "path": "/spec/template/spec/containers/0/volumeMounts/-", "value": {"name": "tls", "mountPath": "/tls"}}]
      """;

  private final Scene scene;
  private final String scheme;

  /** What a destination says of the certificate; empty: nothing. */
  private final String trust;

  private ObjectStore(Scene scene, String scheme, String trust) {
    this.scene = scene;
    this.scheme = scheme;
    this.trust = trust;
  }

  /** Builds its image, loads and starts it. */
  static ObjectStore start(Scene scene) {
    apply(scene);
    await(scene);
    return new ObjectStore(scene, "http", "");
  }

  /** The same with TLS, by a certificate that nobody else has signed. */
  static ObjectStore startWithTls(Scene scene) {
    SelfSigned pair = SelfSigned.of("dns:s3." + scene.namespace());
    scene
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(CERTIFICATE)
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withStringData(Map.of("tls.crt", pair.certificate(), "tls.key", pair.key()))
                .build())
        .inNamespace(scene.namespace())
        .serverSideApply();
    apply(scene);
    scene.kubectl("patch", "deployment", "s3", "--type=json", "--patch", WITH_TLS).output();
    await(scene);
    return new ObjectStore(
        scene, "https", ", caSecretRef: {name: " + CERTIFICATE + ", key: tls.crt}");
  }

  private static void apply(Scene scene) {
    scene.kind().load(Project.E2E.resolve("s3/image"));
    scene.kubectl("apply", "-f", Project.E2E.resolve("s3/server.yaml").toString()).output();
  }

  private static void await(Scene scene) {
    scene
        .kubectl("rollout", "status", "deployment/s3", "--timeout=2m")
        .within(Duration.ofMinutes(3))
        .output();
  }

  /** A destination in its bucket, as a spec says it. */
  String destination(String prefix) {
    return destination(BUCKET, KEYS, prefix);
  }

  String destination(String bucket, String keys, String prefix) {
    return destination(bucket, keys, prefix, trust);
  }

  /** A destination of somebody who was not told whom to trust. */
  String destinationWithoutTrust(String prefix) {
    return destination(BUCKET, KEYS, prefix, "");
  }

  private String destination(String bucket, String keys, String prefix, String trusted) {
    return "{s3: {endpoint: '%s://s3.%s:9000', bucket: %s, prefix: %s, credentialsSecretRef: {name: %s}%s}}"
        .formatted(scheme, scene.namespace(), bucket, prefix, keys, trusted);
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
