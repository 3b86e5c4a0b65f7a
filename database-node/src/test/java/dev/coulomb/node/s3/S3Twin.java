package dev.coulomb.node.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A store that speaks as much of S3 as we ask for, over plain HTTP or TLS: path style, lists in
 * pages of three, uploads in parts, ranges. Fails as it is told.
 */
public final class S3Twin implements AutoCloseable {
  public static final String BUCKET = "backups";
  public static final String KEY = "coulomb";
  public static final String SECRET = "not-a-secret";
  private static final int PAGE = 3;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Semaphore answering = new Semaphore(1 << 20);
  private final NavigableMap<String, byte[]> objects = new TreeMap<>();
  private final Map<String, Upload> uploads = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private @Nullable Fault fault;
  private int breaksAfter = Integer.MAX_VALUE;
  private int breaks;
  private int made;

  private record Upload(String key, SortedMap<Integer, byte[]> parts) {}

  private record Fault(String operation, int status, String code, int times) {}

  /** One answer: a status, and XML or bytes. */
  private record Answer(int status, byte[] body, String tag) {
    static Answer xml(int status, String xml) {
      String all = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml;
      return new Answer(status, all.getBytes(StandardCharsets.UTF_8), "");
    }

    static Answer error(int status, String code) {
      return xml(
          status, "<Error><Code>" + code + "</Code><Message>the twin said so</Message></Error>");
    }
  }

  public S3Twin() throws IOException {
    this(HttpServer.create(loopback(), 0));
  }

  S3Twin(SSLContext tls) throws IOException {
    this(https(tls));
  }

  private S3Twin(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private static HttpsServer https(SSLContext tls) throws IOException {
    HttpsServer server = HttpsServer.create(loopback(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return server;
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public URI address() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://localhost:" + server.getAddress().getPort());
  }

  public synchronized NavigableMap<String, byte[]> objects() {
    return new TreeMap<>(objects);
  }

  public synchronized void put(String key, byte[] bytes) {
    objects.put(key, bytes);
  }

  synchronized int openUploads() {
    return uploads.size();
  }

  /** What was asked so far, as {@code PUT part}. */
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /**
   * Answers with an error.
   *
   * @param operation as in {@link #asked}; empty: any
   */
  public synchronized void fail(String operation, int status, String code, int times) {
    fault = new Fault(operation, status, code, times);
  }

  public synchronized void recover() {
    fault = null;
  }

  /** Ends the connection after so many bytes of an object, so many times. */
  synchronized void breakDownloads(int afterBytes, int times) {
    breaksAfter = afterBytes;
    breaks = times;
  }

  /** Answers nobody until it is allowed to again. */
  public void hold() {
    answering.drainPermits();
  }

  public void goOn() {
    answering.release(1 << 20);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    answering.acquireUninterruptibly();
    try (exchange) {
      Answer answer = answer(exchange, body);
      boolean download = !answer.tag().isEmpty() && exchange.getRequestMethod().equals("GET");
      int sent = download ? sendable(answer.body().length) : answer.body().length;
      if (!answer.tag().isEmpty()) {
        exchange.getResponseHeaders().add("ETag", answer.tag());
      }
      boolean none = answer.body().length == 0;
      exchange.sendResponseHeaders(answer.status(), none ? -1 : answer.body().length);
      if (!none) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(answer.body(), 0, sent);
          out.flush();
        }
      }
    } catch (IOException broken) {
      // The other side hears of it.
      return;
    } finally {
      answering.release();
    }
  }

  private synchronized int sendable(int bytes) {
    if (breaks == 0 || bytes <= breaksAfter) {
      return bytes;
    }
    breaks--;
    return breaksAfter;
  }

  private synchronized Answer answer(HttpExchange exchange, byte[] body) {
    Map<String, String> query = query(exchange.getRequestURI());
    String path = URLDecoder.decode(exchange.getRequestURI().getRawPath(), StandardCharsets.UTF_8);
    String bucket = path.substring(1).replaceFirst("/.*", "");
    String key = path.length() > bucket.length() + 2 ? path.substring(bucket.length() + 2) : "";
    String operation = operation(exchange.getRequestMethod(), key, query);
    asked.add(operation);
    Fault failing = fault;
    if (failing != null
        && failing.times() > 0
        && (failing.operation().isEmpty() || failing.operation().equals(operation))) {
      fault = new Fault(failing.operation(), failing.status(), failing.code(), failing.times() - 1);
      return Answer.error(failing.status(), failing.code());
    }
    String signature = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (!signature.startsWith("AWS4-HMAC-SHA256 ") || !signature.contains("Signature=")) {
      return Answer.error(403, "AccessDenied");
    }
    if (!signature.contains("Credential=" + KEY + "/")) {
      return Answer.error(403, "InvalidAccessKeyId");
    }
    if (!bucket.equals(BUCKET)) {
      return Answer.error(404, "NoSuchBucket");
    }
    return answer(operation, key, query, exchange, body);
  }

  private static String operation(String method, String key, Map<String, String> query) {
    String what =
        Stream.of("uploads", "partNumber", "uploadId", "list-type")
            .filter(query::containsKey)
            .findFirst()
            .orElse(key.isEmpty() ? "bucket" : "object");
    return method + " " + what;
  }

  private Answer answer(
      String operation, String key, Map<String, String> query, HttpExchange exchange, byte[] body) {
    String uploadId = query.getOrDefault("uploadId", "");
    return switch (operation) {
      case "GET list-type" -> list(query);
      case "GET uploads" -> listUploads(query);
      case "GET object" -> get(key, exchange);
      case "PUT object" -> {
        objects.put(key, body);
        yield new Answer(200, new byte[0], tag(body));
      }
      case "DELETE object" -> {
        objects.remove(key);
        yield new Answer(204, new byte[0], "");
      }
      case "POST uploads" -> {
        String id = "upload-" + ++made;
        uploads.put(id, new Upload(key, new TreeMap<>()));
        yield Answer.xml(
            200,
            "<InitiateMultipartUploadResult><UploadId>"
                + id
                + "</UploadId></InitiateMultipartUploadResult>");
      }
      case "DELETE uploadId" -> {
        uploads.remove(uploadId);
        yield new Answer(204, new byte[0], "");
      }
      case "PUT partNumber" -> {
        Upload upload = uploads.get(uploadId);
        if (upload == null) {
          yield Answer.error(404, "NoSuchUpload");
        }
        upload.parts().put(Integer.parseInt(query.getOrDefault("partNumber", "")), body);
        yield new Answer(200, new byte[0], tag(body));
      }
      case "POST uploadId" -> complete(uploadId);
      default -> Answer.error(405, "MethodNotAllowed");
    };
  }

  private Answer complete(String uploadId) {
    Upload upload = uploads.remove(uploadId);
    if (upload == null) {
      return Answer.error(404, "NoSuchUpload");
    }
    int length = upload.parts().values().stream().mapToInt(part -> part.length).sum();
    byte[] whole = new byte[length];
    int at = 0;
    for (byte[] part : upload.parts().values()) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    objects.put(upload.key(), whole);
    return Answer.xml(
        200, "<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>");
  }

  private Answer get(String key, HttpExchange exchange) {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      return Answer.error(404, "NoSuchKey");
    }
    String wanted = exchange.getRequestHeaders().getFirst("If-Match");
    if (wanted != null && !wanted.equals(tag(bytes))) {
      return Answer.error(412, "PreconditionFailed");
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      return new Answer(200, bytes, tag(bytes));
    }
    int from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
    return new Answer(206, Arrays.copyOfRange(bytes, from, bytes.length), tag(bytes));
  }

  private static String tag(byte[] bytes) {
    return "\"" + Integer.toHexString(Arrays.hashCode(bytes)) + "\"";
  }

  private Answer list(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    String after = query.getOrDefault("continuation-token", "");
    List<String> keys =
        objects.keySet().stream()
            .filter(key -> key.startsWith(prefix) && key.compareTo(after) > 0)
            .filter(key -> key.indexOf('/', prefix.length()) < 0)
            .toList();
    StringBuilder xml = new StringBuilder("<ListBucketResult>");
    boolean more = keys.size() > PAGE;
    xml.append("<IsTruncated>").append(more).append("</IsTruncated>");
    for (String key : keys.subList(0, Math.min(PAGE, keys.size()))) {
      int size = objects.getOrDefault(key, new byte[0]).length;
      xml.append("<Contents><Key>").append(key).append("</Key>");
      xml.append("<Size>").append(size).append("</Size></Contents>");
    }
    if (more) {
      xml.append("<NextContinuationToken>").append(keys.get(PAGE - 1));
      xml.append("</NextContinuationToken>");
    }
    return Answer.xml(200, xml.append("</ListBucketResult>").toString());
  }

  private Answer listUploads(Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    StringBuilder xml = new StringBuilder("<ListMultipartUploadsResult>");
    uploads.forEach((id, upload) -> {
      if (upload.key().startsWith(prefix)) {
        xml.append("<Upload><Key>").append(upload.key()).append("</Key>");
        xml.append("<UploadId>").append(id).append("</UploadId></Upload>");
      }
    });
    xml.append("<IsTruncated>false</IsTruncated></ListMultipartUploadsResult>");
    return Answer.xml(200, xml.toString());
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    String raw = uri.getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        query.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  @Override
  public void close() {
    goOn();
    server.stop(0);
    threads.shutdownNow();
  }
}
