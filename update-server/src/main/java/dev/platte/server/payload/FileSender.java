package dev.platte.server.payload;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Sends a part of a file: by the kernel where the container offers that, else through a buffer. */
final class FileSender {

    /** Below this the detour through the container's poller costs more than copying. */
    private static final long WORTH_SENDFILE = 48 * 1024;

    private FileSender() {}

    /** The caller has set status and headers, {@code Content-Length} among them. */
    static void send(
            HttpServletRequest request,
            HttpServletResponse response,
            Path file,
            long first,
            long length)
            throws IOException {
        if (length >= WORTH_SENDFILE
                && Boolean.TRUE.equals(
                        request.getAttribute("org.apache.tomcat.sendfile.support"))) {
            // Tomcat sends the bytes after this request has left us, and closes the file however
            // the connection ends.
            request.setAttribute("org.apache.tomcat.sendfile.filename", file.toString());
            request.setAttribute("org.apache.tomcat.sendfile.start", first);
            request.setAttribute("org.apache.tomcat.sendfile.end", first + length);
            return;
        }
        try (FileChannel from = FileChannel.open(file, StandardOpenOption.READ)) {
            WritableByteChannel to = Channels.newChannel(response.getOutputStream());
            long sent = 0;
            while (sent < length) {
                long now = from.transferTo(first + sent, length - sent, to);
                if (now <= 0) {
                    throw new IOException(file + " ends " + (length - sent) + " bytes too early");
                }
                sent += now;
            }
        }
    }
}
