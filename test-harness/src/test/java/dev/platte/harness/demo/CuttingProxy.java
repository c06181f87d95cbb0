package dev.platte.harness.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.random.RandomGenerator;

/** A way to a server that breaks: each connection ends after so many bytes from the client. */
final class CuttingProxy implements AutoCloseable {
    private static final int MOST = 1 << 20;

    private final ServerSocket door;
    private final URI server;
    private final RandomGenerator random;
    private final int cuts;
    private int done;

    private CuttingProxy(ServerSocket door, URI server, RandomGenerator random, int cuts) {
        this.door = door;
        this.server = server;
        this.random = random;
        this.cuts = cuts;
    }

    /**
     * @param cuts how many connections are cut in the middle of a long body; later ones are not
     */
    static CuttingProxy before(String server, RandomGenerator random, int cuts) throws IOException {
        CuttingProxy proxy =
                new CuttingProxy(
                        new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                        URI.create(server),
                        random,
                        cuts);
        Thread.startVirtualThread(proxy::accept);
        return proxy;
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    /** How many connections were cut. */
    synchronized int done() {
        return done;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = door.accept();
                Thread.startVirtualThread(() -> serve(client));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket there = new Socket(server.getHost(), server.getPort())) {
            Thread back = Thread.startVirtualThread(() -> pass(there, client));
            long left = patience();
            byte[] buffer = new byte[8192];
            InputStream in = client.getInputStream();
            OutputStream out = there.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, (int) Math.min(read, left));
                left -= read;
                if (left <= 0) {
                    cut();
                    return;
                }
            }
            there.shutdownOutput();
            back.join();
        } catch (IOException e) {
            // One of the two ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // One of the two ended.
        }
    }

    private synchronized long patience() {
        return done < cuts ? random.nextLong(20_000, MOST) : Long.MAX_VALUE;
    }

    private synchronized void cut() {
        done++;
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
