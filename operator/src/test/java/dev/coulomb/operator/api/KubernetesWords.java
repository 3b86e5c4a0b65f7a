package dev.coulomb.operator.api;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What the fields of Kubernetes' own types mean, for {@code kubectl explain}: the generator does
 * not know it. By the field's name, or by its parent's and its own where the name alone is not
 * enough.
 */
final class KubernetesWords {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          entry(
              "nodeAffinity",
              "Machines that the pods should or must run on, by the machines' labels."),
          entry(
              "podAffinity",
              "Pods near which the pods should or must run, for example those of an application."),
          entry("podAntiAffinity", "Pods away from which the pods should or must run."),
          entry(
              "preferredDuringSchedulingIgnoredDuringExecution",
              "Wishes: the scheduler takes the place where the weights of those that are met add up to most."),
          entry(
              "requiredDuringSchedulingIgnoredDuringExecution",
              "Conditions for a place; without one that meets them the pod waits. A pod that runs is not moved when they change."),
          entry("nodeSelectorTerms", "A machine that one of these terms selects is good enough."),
          entry("preference", "Which machines are preferred."),
          entry("podAffinityTerm", "Which pods count, and what near means."),
          entry("weight", "How much the wish counts, from 1 to 100."),
          entry("matchExpressions", "Conditions on labels; all must hold."),
          entry("matchFields", "Conditions on fields, as metadata.name; all must hold."),
          entry("matchLabels", "Labels with the values they must have; all must match."),
          entry("key", "Name of the label."),
          entry(
              "operator",
              "How the label is compared: In, NotIn, Exists, DoesNotExist; for machines also Gt and Lt."),
          entry("values", "What it is compared with; empty for Exists and DoesNotExist."),
          entry("labelSelector", "Pods that count, by their labels; none when absent."),
          entry(
              "matchLabelKeys",
              "Names of labels of the pod to be placed: only pods with the same values count."),
          entry(
              "mismatchLabelKeys",
              "Names of labels of the pod to be placed: only pods with other values count."),
          entry(
              "namespaceSelector",
              "Namespaces whose pods count, by their labels; together with namespaces. Empty: all."),
          entry(
              "namespaces",
              "Names of namespaces whose pods count. Without it and namespaceSelector: the cluster's own."),
          entry(
              "topologyKey",
              "Label of machines: those with the same value are one place, for example kubernetes.io/hostname or topology.kubernetes.io/zone."),
          entry("tolerations.key", "Name of the taint; empty with Exists: every taint."),
          entry("tolerations.operator", "Exists, or Equal (default): whether value is compared."),
          entry("tolerations.value", "Value of the taint, for Equal."),
          entry(
              "tolerations.effect",
              "NoSchedule, PreferNoSchedule or NoExecute; empty: all of them."),
          entry(
              "tolerations.tolerationSeconds",
              "For NoExecute: how long a pod stays after the taint came. Absent: for ever."),
          entry(
              "maxSkew",
              "By how many pods the fullest and the emptiest place may differ, at least 1."),
          entry("minDomains", "How many places there must be, for DoNotSchedule."),
          entry(
              "nodeAffinityPolicy",
              "Honor (default) or Ignore: whether machines that the affinity excludes are left out of the count."),
          entry(
              "nodeTaintsPolicy",
              "Honor or Ignore (default): whether machines with taints that are not tolerated are left out of the count."),
          entry(
              "whenUnsatisfiable",
              "DoNotSchedule (default): the pod waits. ScheduleAnyway: it takes the best place there is."),
          entry("imagePullSecrets.name", "Name of the Secret, in the namespace of the cluster."),
          entry("conditions.type", "What the condition is about, one word."),
          entry("conditions.status", "True, False or Unknown."),
          entry("conditions.reason", "Why, one word for programs."),
          entry("conditions.message", "Why, and what to do, in a sentence for people."),
          entry("conditions.lastTransitionTime", "When status was last another one."),
          entry(
              "conditions.observedGeneration",
              "The generation of the spec that the condition speaks of."));

  private KubernetesWords() {}

  /** Describes whatever has no description yet, all the way down. */
  static void describe(String name, JsonNode schema) {
    schema
        .path("properties")
        .properties()
        .forEach(field -> {
          ObjectNode inner = (ObjectNode) field.getValue();
          if (!inner.has("description")) {
            String words =
                WORDS.getOrDefault(name + "." + field.getKey(), WORDS.get(field.getKey()));
            if (words != null) {
              inner.put("description", words);
            }
          }
          describe(field.getKey(), inner);
        });
    if (schema.has("items")) {
      describe(name, schema.path("items"));
    }
  }
}
