package dev.coulomb.operator.dependents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coulomb.operator.wanted.Clusters;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                        | false
          {labels: {coulomb.dev/cluster: demo}}                                     | false
          {labels: {coulomb.dev/cluster: demo, app.kubernetes.io/managed-by: Helm}} | false
          {labels: {coulomb.dev/cluster: other, app.kubernetes.io/managed-by: coulomb-operator}} | false
          {labels: {coulomb.dev/cluster: demo, app.kubernetes.io/managed-by: coulomb-operator}}  | true
          {ownerReferences: [{uid: u-1}]}                                           | true
          {ownerReferences: [{uid: u-9}]}                                           | false
          {ownerReferences: [{uid: u-9}], labels: {coulomb.dev/cluster: demo, app.kubernetes.io/managed-by: coulomb-operator}} | false
          """)
  void anObjectIsOursByItsOwnerOrElseByItsLabels(String meta, boolean ours) {
    ObjectMeta parsed =
        new KubernetesSerialization().unmarshal("metadata: " + meta, ConfigMap.class).getMetadata();
    assertThat(Owned.isOf(Clusters.cluster("spec: {}"), parsed)).isEqualTo(ours);
  }
}
