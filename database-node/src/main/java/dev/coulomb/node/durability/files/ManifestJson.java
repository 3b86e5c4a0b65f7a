package dev.coulomb.node.durability.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The manifest as JSON: {@code {"format": 1, "crc32c": "…", "snapshot": {…}}}, where the checksum
 * is that of the bytes from the inner brace to its end, as they are in the file. What a reader does
 * not know it ignores; what it would misunderstand comes with another format.
 */
final class ManifestJson {
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private ManifestJson() {}

  static byte[] encode(Manifest manifest) {
    String inner;
    try {
      inner = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest);
    } catch (JsonProcessingException defect) {
      throw new UncheckedIOException(defect);
    }
    byte[] bytes = inner.getBytes(StandardCharsets.UTF_8);
    String head =
        "{\n\"format\" : " + FORMAT + ",\n\"crc32c\" : \"" + crc(bytes, 0, bytes.length) + "\",\n";
    return (head + "\"snapshot\" : " + inner + "\n}\n").getBytes(StandardCharsets.UTF_8);
  }

  static Manifest decode(String file, byte[] bytes)
      throws DamagedFileException, NewerFormatException {
    try (JsonParser parser = JSON.createParser(bytes)) {
      int format = 0;
      String crc = "";
      expect(file, parser.nextToken() == JsonToken.START_OBJECT, parser);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("format")) {
          format = parser.getIntValue();
          if (format > FORMAT) {
            throw new NewerFormatException(file, format, FORMAT);
          }
        } else if (name.equals("crc32c")) {
          crc = parser.getText();
        } else if (name.equals("snapshot") && value == JsonToken.START_OBJECT) {
          expect(file, format == FORMAT, parser);
          return decodeInner(file, bytes, parser, crc);
        } else {
          parser.skipChildren();
        }
      }
      throw new DamagedFileException(file, bytes.length, "does not say what the snapshot is");
    } catch (JsonProcessingException wrong) {
      long at = wrong.getLocation() == null ? 0 : wrong.getLocation().getByteOffset();
      throw new DamagedFileException(file, Math.max(0, at), "is no manifest");
    } catch (DamagedFileException | NewerFormatException refused) {
      throw refused;
    } catch (IOException defect) {
      throw new UncheckedIOException(defect);
    }
  }

  private static Manifest decodeInner(String file, byte[] bytes, JsonParser parser, String crc)
      throws IOException {
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    int to = (int) parser.currentLocation().getByteOffset();
    if (!crc(bytes, from, to - from).equals(crc)) {
      throw new DamagedFileException(file, from, "the checksum of the manifest is wrong");
    }
    return JSON.readValue(bytes, from, to - from, Manifest.class);
  }

  private static void expect(String file, boolean holds, JsonParser parser)
      throws DamagedFileException {
    if (!holds) {
      throw new DamagedFileException(
          file, parser.currentTokenLocation().getByteOffset(), "is no manifest");
    }
  }

  private static String crc(byte[] bytes, int from, int count) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, count);
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}
