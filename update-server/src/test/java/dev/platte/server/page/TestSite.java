package dev.platte.server.page;

import dev.platte.db.access.Grant;
import dev.platte.db.access.NewUser;
import dev.platte.db.access.Role;
import dev.platte.db.access.Users;
import dev.platte.db.fixture.TestClock;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Browser;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pages over HTTP, from the whole server on a database of its own. */
final class TestSite implements AutoCloseable {

    static final String PASSWORD = "correct horse battery";

    private static @Nullable TestSite filled;

    private final TestDatabase database;
    private final TestServer server;

    private TestSite(TestDatabase database, TestServer server) {
        this.database = database;
        this.server = server;
    }

    static TestSite start(String... arguments) {
        TestDatabase database = TestServer.database();
        return new TestSite(database, TestServer.start(database, arguments));
    }

    /** With a fleet that has something of everything; for tests that only look. */
    static synchronized TestSite filled() {
        if (filled == null) {
            TestSite made = startFilled();
            Runtime.getRuntime().addShutdownHook(new Thread(made::close));
            filled = made;
        }
        return filled;
    }

    /** The same for tests that change it. */
    static TestSite startFilled() {
        TestSite site = start();
        new FilledFleet(site).fill();
        return site;
    }

    /** Somebody who signs in with {@link #PASSWORD}. */
    String user(String name, Role role) {
        get(Users.class)
                .create(
                        new NewUser(name, null, PASSWORD, List.of(Grant.everywhere(role))),
                        Caller.system("test"));
        return name;
    }

    /** Somebody who has signed in, without a window. */
    Browser signedIn(String name) {
        Browser browser = new Browser(server);
        HttpResponse<String> answer =
                browser.post("/signin/password", Map.of("name", name, "password", PASSWORD));
        if (answer.statusCode() != 204) {
            throw new IllegalStateException("not signed in: " + answer.body());
        }
        return browser;
    }

    /** A verb service, such as {@code Catalog.class}. */
    <T> T get(Class<T> service) {
        return server.get(service);
    }

    TestClock clock() {
        return server.clock();
    }

    /** Lets pages see changes of the catalogue at once. */
    void refresh() {
        get(SnapshotSource.class).refresh();
    }

    String address() {
        return server.url("").toString();
    }

    /** What a browser gets. */
    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = server.to(path).header("Accept", "text/html");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return server.send(request);
    }

    /** What a program gets that shows a token. */
    HttpResponse<String> api(String path, String token) {
        return server.send(server.to(path).header("Authorization", "Bearer " + token));
    }

    /** From now on the database does not answer. */
    void loseDatabase() {
        database.close();
    }

    @Override
    public void close() {
        server.close();
        database.close();
    }
}
