package dev.coulomb.operator.wanted;

/**
 * What the operator itself brings into a cluster.
 *
 * @param version version of the operator, and of a database whose spec names none
 * @param imageRepository the database's image without its tag
 * @param operatorNamespace where the operator runs; its pods may reach the nodes' admin port
 */
public record OperatorDefaults(String version, String imageRepository, String operatorNamespace) {}
