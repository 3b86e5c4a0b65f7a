package dev.coulomb.operator.observe;

/**
 * One very pod: a pod that takes its name later is another one. In text it is its name.
 *
 * @param uid Kubernetes' own identity of it
 */
public record PodRef(String name, String uid) {

  @Override
  public String toString() {
    return name;
  }
}
