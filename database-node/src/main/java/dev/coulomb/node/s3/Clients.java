package dev.coulomb.node.s3;

import dev.coulomb.node.durability.files.StoreException;
import dev.coulomb.node.durability.files.StoreException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes clients, which take everything from their configuration and nothing from the machine. */
final class Clients {
  private static final int ATTEMPTS_MAX = 5;

  private Clients() {}

  static S3Client open(S3Config config) throws StoreException {
    UrlConnectionHttpClient.Builder http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(config.patience())
            .socketTimeout(config.patience());
    String certificates = config.caCertificates();
    if (certificates != null) {
      TrustManager[] trusted = trust(certificates);
      http.tlsTrustManagersProvider(() -> trusted);
    }
    S3ClientBuilder client =
        S3Client.builder()
            .httpClientBuilder(http)
            .region(Region.of(config.region()))
            .credentialsProvider(StaticCredentialsProvider.create(credentials(config)))
            .overrideConfiguration(all ->
                all.retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .maxAttempts(ATTEMPTS_MAX)
                            .build())
                    .defaultProfileFile(ProfileFile.aggregator().build()))
            // Stores that are not AWS know neither checksums behind a body nor bodies in chunks.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(
                S3Configuration.builder()
                    .pathStyleAccessEnabled(config.pathStyle())
                    .chunkedEncodingEnabled(false)
                    .expectContinueEnabled(false)
                    .build());
    if (config.endpoint() != null) {
      client.endpointOverride(config.endpoint());
    }
    return client.build();
  }

  private static AwsCredentials credentials(S3Config config) {
    S3Config.Credentials given = config.credentials();
    String token = given.sessionToken();
    return token == null
        ? AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey())
        : AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), token);
  }

  private static TrustManager[] trust(String pem) throws StoreException {
    try {
      Collection<? extends Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (Certificate certificate : certificates) {
        store.setCertificateEntry("ca-" + store.size(), certificate);
      }
      if (store.size() == 0) {
        throw notPem(null);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory.getTrustManagers();
    } catch (GeneralSecurityException | IOException notCertificates) {
      throw notPem(notCertificates);
    }
  }

  private static StoreException notPem(@Nullable Exception cause) {
    return new StoreException(
        Problem.CERTIFICATE_NOT_TRUSTED, "the given certificates of the store are not PEM", cause);
  }
}
