package dev.platte.ctl.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that leads everything to one port of this machine, for u with the password pw. */
final class Tunnel implements AutoCloseable {
    private static final String KNOWN = "Basic dTpwdw==";

    private final ServerSocket door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final int target;

    Tunnel(int target) throws IOException {
        this.target = target;
        Thread.startVirtualThread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** What clients said of themselves. */
    List<String> heard() {
        return heard;
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
        try (client) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII),
                            1);
            String who = "";
            for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                if (line.toLowerCase(Locale.ROOT).startsWith("proxy-authorization:")) {
                    who = line.substring(line.indexOf(':') + 1).strip();
                    heard.add(who);
                }
                line = in.readLine();
            }
            if (!who.equals(KNOWN)) {
                client.getOutputStream()
                        .write(
                                "HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                return;
            }
            client.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            lead(client);
        } catch (IOException | InterruptedException e) {
            // One of the two ended.
        }
    }

    private void lead(Socket client) throws IOException, InterruptedException {
        try (Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread back =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    there.getInputStream().transferTo(client.getOutputStream());
                                } catch (IOException e) {
                                    // One of the two ended.
                                }
                            });
            client.getInputStream().transferTo(there.getOutputStream());
            there.shutdownOutput();
            back.join();
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
