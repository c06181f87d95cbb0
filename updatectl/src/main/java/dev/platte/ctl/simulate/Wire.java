package dev.platte.ctl.simulate;

import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.xml.OmahaXml;
import dev.platte.omaha.xml.OmahaXmlException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** What lies between the hosts and the server: so many of them are let through at a time. */
final class Wire implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration DOWNLOAD_PATIENCE = Duration.ofMinutes(30);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final URI server;
    private final Semaphore room;
    private final Optional<Scenario.Outage> outage;
    private final World world;
    private final Census census;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    Wire(Simulation.Target target, Optional<Scenario.Outage> outage, World world, Census census) {
        this.server = target.server().resolve("/v1/update/");
        this.room = new Semaphore(target.connections());
        this.outage = outage;
        this.world = world;
        this.census = census;
    }

    /**
     * What the server says to a host about its application.
     *
     * @param sentAt when the request left, as {@link System#nanoTime} has it
     */
    record Heard(AppResponse app, long sentAt) {}

    /**
     * Asks once.
     *
     * @return empty: no answer, or one that says "later"
     * @throws SimulationException if the server answers what no host would take
     */
    Optional<Heard> ask(OmahaRequest request) throws InterruptedException {
        waitOut();
        if (world.isOver()) {
            return Optional.empty();
        }
        byte[] body = OmahaXml.encodeRequest(request);
        room.acquire();
        try {
            long before = System.nanoTime();
            HttpResponse<byte[]> answer =
                    http.send(
                            HttpRequest.newBuilder(server)
                                    .timeout(PATIENCE)
                                    .header("Content-Type", "text/xml")
                                    .POST(BodyPublishers.ofByteArray(body))
                                    .build(),
                            BodyHandlers.ofByteArray());
            if (answer.statusCode() == UNAVAILABLE) {
                census.refused();
                return Optional.empty();
            }
            census.answered(System.nanoTime() - before);
            return Optional.of(new Heard(read(answer, request), before));
        } catch (IOException e) {
            census.unreachable();
            return Optional.empty();
        } finally {
            room.release();
        }
    }

    private static AppResponse read(HttpResponse<byte[]> answer, OmahaRequest request) {
        AppRequest app = request.apps().getFirst();
        if (answer.statusCode() != OK) {
            throw new SimulationException(
                    "the server answered a poll with status "
                            + answer.statusCode()
                            + ", which update_engine takes for a failure");
        }
        try {
            AppResponse said = OmahaXml.decodeResponse(answer.body()).apps().getFirst();
            if (!said.appId().equals(app.appId())) {
                throw new SimulationException("the server answered about another application");
            }
            return said;
        } catch (OmahaXmlException e) {
            throw new SimulationException("the server's answer cannot be read: " + e.getMessage());
        }
    }

    /** Whoever wants to ask during the outage asks when it is over, all at once. */
    private void waitOut() {
        outage.ifPresent(
                one -> {
                    double now = world.seconds();
                    double end = one.after().plus(one.lasts()).toNanos() / 1e9;
                    if (now >= one.after().toNanos() / 1e9 && now < end) {
                        census.unreachable();
                        world.passReal((long) ((end - now) * 1e9));
                    }
                });
    }

    /** Fetches what was offered from the first place that has it, and looks at its hash. */
    boolean fetch(UpdateAnswer.Offer offer) throws InterruptedException {
        UpdatePackage wanted = offer.manifest().packages().getFirst();
        for (var codebase : offer.codebases()) {
            try {
                HttpResponse<InputStream> answer =
                        http.send(
                                HttpRequest.newBuilder(URI.create(codebase.urlOf(wanted)))
                                        .timeout(DOWNLOAD_PATIENCE)
                                        .build(),
                                BodyHandlers.ofInputStream());
                if (answer.statusCode() == OK && isWhole(answer.body(), wanted)) {
                    return true;
                }
            } catch (IOException e) {
                census.unreachable();
            }
        }
        return false;
    }

    private static boolean isWhole(InputStream body, UpdatePackage wanted) throws IOException {
        try (body) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[64 * 1024];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            Sha256 found = Sha256.ofDigest(digest.digest());
            return wanted.sha256().filter(found::equals).isPresent();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
