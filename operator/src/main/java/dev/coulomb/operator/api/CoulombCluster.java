package dev.coulomb.operator.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One Coulomb database, as its owner wants it. */
@Group(CoulombCluster.GROUP)
@Version(CoulombCluster.VERSION)
@Kind(CoulombCluster.KIND)
@Singular("coulombcluster")
@Plural("coulombclusters")
@ShortNames("coulomb")
@Categories({"all", "coulomb"})
@ValidationRule(
    value = "size(self.metadata.name) <= 52",
    message =
        "metadata.name must have at most 52 characters: names of pods, Services and revisions are made from it")
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
    message =
        "metadata.name must be a DNS label that starts with a letter (a-z, 0-9 and '-'): the Service carries the same name")
@ValidationRule(
    value =
        "!isQuantity(string(self.spec.storage.size)) || !isQuantity(string(oldSelf.spec.storage.size)) || quantity(string(self.spec.storage.size)).compareTo(quantity(string(oldSelf.spec.storage.size))) >= 0 || (has(self.status) && has(self.status.storage) && has(self.status.storage.refused) && has(self.status.storage.size) && isQuantity(self.status.storage.size) && quantity(string(self.spec.storage.size)).compareTo(quantity(self.status.storage.size)) >= 0)",
    message =
        "spec.storage.size cannot shrink: a volume only grows (a growth that Kubernetes refused can be taken back)")
@ValidationRule(
    value = "has(self.spec.bootstrap) == has(oldSelf.spec.bootstrap)",
    message =
        "spec.bootstrap cannot be changed after creation: a database begins once; make a new cluster, or a CoulombRestore")
@AdditionalPrinterColumn(
    name = "Nodes",
    jsonPath = ".spec.nodes",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.readyNodes",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "K",
    jsonPath = ".spec.kSafety",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Version",
    jsonPath = ".status.version.current",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Safe",
    jsonPath = ".status.conditions[?(@.type==\"KSafe\")].status",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class CoulombCluster extends CustomResource<CoulombClusterSpec, CoulombClusterStatus>
    implements Namespaced {

  public static final String GROUP = "coulomb.dev";
  public static final String VERSION = "v1alpha1";
  public static final String KIND = "CoulombCluster";

  private static final long serialVersionUID = 1;

  @Override
  protected CoulombClusterSpec initSpec() {
    return CoulombClusterSpec.DEFAULTS;
  }

  @Override
  protected CoulombClusterStatus initStatus() {
    return CoulombClusterStatus.UNKNOWN;
  }
}
