package dev.coulomb.operator.api.backup;

/** What becomes of the data of a backup whose resource is deleted. The names are the API's. */
public enum DeletionPolicy {
  Retain,
  Delete
}
