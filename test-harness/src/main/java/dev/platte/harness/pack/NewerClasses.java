package dev.platte.harness.pack;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Gives the classes of a jar the class file format of Java 8 where they have an older one. Classes
 * without stack maps (before Java 6) are never kept in an ahead-of-time cache: they would be read
 * and verified anew at each start.
 */
public final class NewerClasses {
    private static final String CLASS = ".class";
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private final Map<String, byte[]> entries;
    private final ClassFile files;

    private NewerClasses(Map<String, byte[]> entries) {
        this.entries = entries;
        // Stack maps name what two classes have in common: they are looked for in the jar first.
        ClassHierarchyResolver hierarchy =
                ClassHierarchyResolver.ofResourceParsing(this::inJar)
                        .orElse(ClassHierarchyResolver.defaultResolver());
        this.files =
                ClassFile.of(
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                        ClassFile.ClassHierarchyResolverOption.of(hierarchy));
    }

    /**
     * @param arguments jars, each of which is written anew
     */
    public static void main(String[] arguments) throws IOException {
        for (String jar : arguments) {
            new NewerClasses(read(Path.of(jar))).write(Path.of(jar));
        }
    }

    private static Map<String, byte[]> read(Path jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private @Nullable InputStream inJar(ClassDesc type) {
        String descriptor = type.descriptorString();
        byte[] found = entries.get(descriptor.substring(1, descriptor.length() - 1) + CLASS);
        return found == null ? null : new ByteArrayInputStream(found);
    }

    private void write(Path jar) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                // A time of its own would make every build another one.
                ZipEntry written = new ZipEntry(entry.getKey());
                written.setTimeLocal(TIME);
                out.putNextEntry(written);
                out.write(
                        entry.getKey().endsWith(CLASS)
                                ? newer(entry.getValue())
                                : entry.getValue());
            }
        }
    }

    private byte[] newer(byte[] bytes) {
        ClassModel model = files.parse(bytes);
        if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
            return bytes;
        }
        // Bodies are written anew, instruction by instruction: what is copied whole gets no map.
        ClassTransform bodies = ClassTransform.transformingMethodBodies(CodeBuilder::with);
        ClassTransform version =
                (builder, element) ->
                        builder.with(
                                element instanceof ClassFileVersion
                                        ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                        : element);
        return files.transformClass(model, version.andThen(bodies));
    }
}
