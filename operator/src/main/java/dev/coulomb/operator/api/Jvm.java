package dev.coulomb.operator.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The Java virtual machine of a node. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Jvm(
    @JsonPropertyDescription(
            "Options added after the operator's own, one option an entry, for example -XX:+UseZGC. Heap and collector are set by the operator from resources; an option here wins. A change restarts the node when the database says it may.")
        @Size(max = 64)
        @ValidationRule(
            value = "self.all(o, o.matches('^-[^\"\\'\\n\\r\\t]*$'))",
            message =
                "jvm.options: an option starts with '-' and has no quotes, tabs or line breaks")
        List<String> options) {

  public Jvm {
    options = options == null ? List.of() : List.copyOf(options);
  }
}
