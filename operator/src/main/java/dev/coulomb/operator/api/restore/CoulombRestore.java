package dev.coulomb.operator.api.restore;

import dev.coulomb.operator.api.CoulombCluster;
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

/** One restore of a snapshot into a cluster that has data, which is replaced. */
@Group(CoulombCluster.GROUP)
@Version(CoulombCluster.VERSION)
@Kind(CoulombRestore.KIND)
@Singular("coulombrestore")
@Plural("coulombrestores")
@ShortNames("crs")
@Categories({"all", "coulomb"})
@ValidationRule(
    value = "self.metadata.name.matches('^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$')",
    message = "metadata.name must be a DNS label (a-z, 0-9 and '-') of at most 63 characters")
@AdditionalPrinterColumn(
    name = "Cluster",
    jsonPath = ".spec.clusterRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Backup",
    jsonPath = ".spec.backupRef.name",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Phase",
    jsonPath = ".status.phase",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Progress",
    jsonPath = ".status.progress.percent",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Rows",
    jsonPath = ".status.restored.rows",
    type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Why",
    jsonPath = ".status.conditions[?(@.type==\"Complete\")].reason",
    type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
    name = "Until",
    jsonPath = ".status.restored.until",
    type = AdditionalPrinterColumn.Type.STRING,
    priority = 1)
@AdditionalPrinterColumn(
    name = "Age",
    jsonPath = ".metadata.creationTimestamp",
    type = AdditionalPrinterColumn.Type.DATE)
public class CoulombRestore extends CustomResource<CoulombRestoreSpec, CoulombRestoreStatus>
    implements Namespaced {

  public static final String KIND = "CoulombRestore";

  private static final long serialVersionUID = 1;

  @Override
  protected CoulombRestoreStatus initStatus() {
    return CoulombRestoreStatus.UNKNOWN;
  }
}
