package dev.coulomb.operator.observe;

/**
 * The StatefulSet as it is.
 *
 * @param asWanted whether it is what the operator would apply now
 * @param takenUp whether Kubernetes' own controller has seen its newest generation
 * @param updateRevision the revision that a new pod is made from
 */
public record StatefulSetView(boolean asWanted, boolean takenUp, String updateRevision) {}
