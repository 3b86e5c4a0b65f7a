package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** Who may come in, and how the way in is protected. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Access(
    @JsonPropertyDescription(
            "Secret with the keys username and password of the superuser. When absent, the operator makes the Secret <cluster>-superuser with a random password and everything needed to connect (username, password, host, port, dbname, uri).")
        @Nullable SecretRef superuserSecretRef,
    @JsonPropertyDescription("Encryption of client connections; off when absent.")
        @Nullable Tls tls) {

  /** Encryption of client connections. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Tls(
      @JsonPropertyDescription(
              "Secret with the keys tls.crt and tls.key in PEM, as cert-manager writes it. A renewed certificate is taken up without a restart.")
          @io.fabric8.generator.annotation.Required
          SecretRef secretRef) {}
}
