package dev.platte.client.etcd;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * The endpoints of one etcd cluster. A request goes to one of them, and to the next where that one
 * is gone, silent, or without a leader; the one that answered last is asked first. Every request
 * ends in time: locksmith's hung for ever on an etcd that took connections and said nothing.
 */
public final class Cluster implements AutoCloseable {
    private static final int MOST_BYTES = 1 << 20;

    private final List<URI> endpoints;
    private final Optional<Account> account;
    private final Duration timeout;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http;
    private volatile int first;

    /** Who asks, where the cluster wants to know. */
    public record Account(String user, String password) {
        public Account {
            requireNonNull(user, "user");
            requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return "Account[user=" + user + ", password=(hidden)]";
        }
    }

    /** What an endpoint answered. */
    record Answer(int status, byte[] body) {}

    /**
     * Makes no connection yet.
     *
     * @param endpoints addresses such as {@code http://127.0.0.1:2379}, at least one
     * @param tls what https is made with; empty: as Java does
     * @param timeout of one request to one endpoint
     */
    public Cluster(
            List<URI> endpoints,
            Optional<SSLContext> tls,
            Optional<Account> account,
            Duration timeout) {
        this.endpoints = List.copyOf(endpoints);
        this.account = requireNonNull(account);
        this.timeout = requireNonNull(timeout);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("a cluster has an endpoint at least");
        }
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(timeout)
                        .executor(threads);
        tls.ifPresent(builder::sslContext);
        this.http = builder.build();
    }

    Optional<Account> account() {
        return account;
    }

    /** How a request to one endpoint is made. */
    @FunctionalInterface
    interface Making {
        HttpRequest.Builder to(URI endpoint);
    }

    /**
     * The answer of the first endpoint that has one.
     *
     * @throws IOException none has; says what each said
     */
    Answer send(Making making) throws IOException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        int begin = first;
        for (int i = 0; i < endpoints.size(); i++) {
            int index = (begin + i) % endpoints.size();
            URI endpoint = endpoints.get(index);
            try {
                Answer answer = exchange(making.to(endpoint).timeout(timeout).build());
                if (answer.status() < 500) {
                    first = index;
                    return answer;
                }
                complaints.add(endpoint + " answers " + answer.status());
            } catch (IOException e) {
                complaints.add(endpoint + ": " + words(e));
            }
        }
        throw new IOException("no endpoint of etcd answers: " + String.join("; ", complaints));
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> sent =
                http.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            // The client's own time-out ends with the head of the answer.
            HttpResponse<byte[]> response = sent.get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException("no whole answer within " + timeout.multipliedBy(2));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause
                    ? cause
                    : new IOException(String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw e;
        }
    }

    private static String words(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }
}
