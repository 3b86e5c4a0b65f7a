package dev.coulomb.operator.observe;

import java.util.Optional;

/**
 * Whether a Secret that the pod needs can be used. Its contents stay where they are.
 *
 * @param problem what is wrong with it, in a sentence
 */
public record SecretView(String name, Optional<String> problem) {}
