package dev.coulomb.operator.dependents;

import dev.coulomb.operator.api.CoulombCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** Passwords and tokens: letters and digits, so that they need no escaping anywhere. */
final class RandomText {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  /** 62^43 is more than 2^256. */
  private static final int LENGTH = 43;

  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomText() {}

  /**
   * The Secret as it is. The cache holds only what carries our label: without it, the Secret that
   * lost its label would get another password.
   */
  static Optional<Secret> existing(
      String namespace,
      String name,
      Optional<InformerEventSource<Secret, CoulombCluster>> cache,
      Context<CoulombCluster> context) {
    return cache
        .flatMap(source -> source.get(new ResourceID(name, namespace)))
        .or(() ->
            Optional.ofNullable(
                context.getClient().secrets().inNamespace(namespace).withName(name).get()));
  }

  /** What the Secret holds under the key, or something new. */
  static String kept(Optional<Secret> existing, String key) {
    return existing
        .flatMap(secret -> Optional.ofNullable(secret.getData()))
        .flatMap(data -> Optional.ofNullable(data.get(key)))
        .map(RandomText::decoded)
        .filter(text -> !text.isEmpty())
        .orElseGet(RandomText::drawn);
  }

  static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private static String drawn() {
    StringBuilder text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
