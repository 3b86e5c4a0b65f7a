package dev.coulomb.operator.packaged;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.coulomb.operator.kubernetes.TestKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.util.SortedSet;
import java.util.TreeSet;

/** What one user asked of the API server, as the API server wrote it down. */
record AuditLog(SortedSet<String> used, SortedSet<String> forbidden) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Both sets hold {@code NAMESPACE GROUP/RESOURCE VERB}. */
  static AuditLog of(String user) throws IOException {
    SortedSet<String> used = new TreeSet<>();
    SortedSet<String> forbidden = new TreeSet<>();
    for (String line : Files.readAllLines(TestKubernetes.AUDIT_LOG)) {
      JsonNode event = JSON.readTree(line);
      JsonNode object = event.path("objectRef");
      if (!event.at("/user/username").asText().equals(user) || object.isMissingNode()) {
        continue;
      }
      String resource =
          object.path("namespace").asText()
              + " "
              + object.path("apiGroup").asText()
              + "/"
              + object.path("resource").asText()
              + (object.has("subresource") ? "/" + object.path("subresource").asText() : "");
      String verb = event.path("verb").asText();
      int code = event.at("/responseStatus/code").asInt();
      if (code == 403) {
        forbidden.add(resource + " " + verb);
      } else {
        used.add(resource + " " + verb);
      }
      // A server-side apply that creates needs the right to create as well.
      if (verb.equals("patch") && code == 201) {
        used.add(resource + " create");
      }
    }
    return new AuditLog(used, forbidden);
  }
}
