package dev.coulomb.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.e2e.programs.Await;
import dev.coulomb.e2e.programs.Psql;
import dev.coulomb.e2e.programs.SelfSigned;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** TLS from a Secret, and a renewed certificate without a restart. */
class TlsE2E {
  /** The kubelet brings a changed Secret into the pod within a minute or two. */
  private static final Duration TO_ARRIVE = Duration.ofMinutes(3);

  @RegisterExtension static final Scene SCENE = new Scene("e2e-tls");
  @TempDir private Path folder;

  @Test
  void servesTheCertificateOfTheSecretAndTheNextOne() throws IOException {
    SelfSigned first = SelfSigned.of("dns:localhost,ip:127.0.0.1");
    SelfSigned second = SelfSigned.of("dns:localhost,ip:127.0.0.1");
    secret(first);
    Cluster cluster =
        SCENE
            .apply(
                "secure",
                """
                resources: {requests: {cpu: 100m, memory: 768Mi}, limits: {memory: 768Mi}}
                access: {tls: {secretRef: {name: secure-tls}}}
                """)
            .awaitReady();
    assertThat(cluster.await("CertificatesValid", true, Cluster.TO_NOTICE).message()).isNotEmpty();
    Path root = Files.writeString(folder.resolve("first.crt"), first.certificate());
    Path next = Files.writeString(folder.resolve("second.crt"), second.certificate());
    String pod = cluster.podUid();
    try (Door door = cluster.open()) {
      Psql psql = door.psql();
      assertThat(psql.sslMode("verify-full", root).show("\\conninfo"))
          .contains("SSL connection (protocol: TLSv1.3");
      assertThat(psql.sslMode("verify-full", next).say("SELECT 1").err())
          .contains("certificate verify failed");
      secret(second);
      Await.until(
          "the renewed certificate is served",
          TO_ARRIVE,
          () -> psql.sslMode("verify-full", next).say("SELECT 1").status() == 0);
    }
    assertThat(cluster.podUid()).as("without a restart").isEqualTo(pod);
  }

  private static void secret(SelfSigned pair) {
    SCENE
        .client()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("secure-tls")
                .endMetadata()
                .withType("kubernetes.io/tls")
                .withStringData(Map.of("tls.crt", pair.certificate(), "tls.key", pair.key()))
                .build())
        .inNamespace(SCENE.namespace())
        .serverSideApply();
  }
}
