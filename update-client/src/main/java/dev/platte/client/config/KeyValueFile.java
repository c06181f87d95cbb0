package dev.platte.client.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * KEY=VALUE lines as update_engine reads them (simple_key_value_store.cc): the first {@code =}
 * splits, one pair of matching quotes around the value is dropped. Where it keeps blanks, we drop
 * them around key and value, because locksmith reads the same file through systemd, which does; and
 * lines that begin with {@code #} or {@code ;} are comments for the same reason.
 */
final class KeyValueFile {
    private static final int MAX_BYTES = 256 * 1024;

    private final Map<String, Definition> definitions = new LinkedHashMap<>();

    private KeyValueFile() {}

    /** Reads a file; one that does not exist defines nothing. Oddities go to {@code warnings}. */
    static KeyValueFile read(Path file, List<String> warnings) throws IOException {
        KeyValueFile read = new KeyValueFile();
        if (!Files.isRegularFile(file)) {
            return read;
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8 text", e);
        }
        int number = 0;
        for (String line : text.split("\n", -1)) {
            read.line(file, ++number, line.strip(), warnings);
        }
        return read;
    }

    Map<String, Definition> definitions() {
        return definitions;
    }

    Optional<Definition> find(String key) {
        return Optional.ofNullable(definitions.get(key));
    }

    private void line(Path file, int number, String line, List<String> warnings) {
        if (line.isEmpty() || line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        int equals = line.indexOf('=');
        if (equals <= 0) {
            warnings.add("%s:%d: ignored, not KEY=VALUE".formatted(file, number));
            return;
        }
        String key = line.substring(0, equals).strip();
        String value = unquote(line.substring(equals + 1).strip());
        if (definitions.containsKey(key)) {
            warnings.add(
                    "%s:%d: %s stands twice, the last one counts".formatted(file, number, key));
        }
        definitions.put(key, new Definition(key, value, Optional.of(file), number));
    }

    private static String unquote(String value) {
        if (value.length() < 2) {
            return value;
        }
        char first = value.charAt(0);
        boolean quoted =
                (first == '"' || first == '\'') && value.charAt(value.length() - 1) == first;
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
