package dev.platte.ctl.command;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** One clear line for what goes wrong. */
final class Failures {
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Failures() {}

    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        command.getErr().println("updatectl: %s (see %s --help)".formatted(firstLine(e), name));
        return USAGE;
    }

    static int failed(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        command.getErr().println("updatectl: " + describe(e));
        return FAILED;
    }

    private static String describe(Exception e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case FileAlreadyExistsException taken -> taken.getFile() + " is there already";
            case FileSystemException file -> file.getFile() + ": " + reason(file);
            case InterruptedException _ -> "interrupted";
            case RuntimeException broken -> "internal error: " + broken;
            default -> firstLine(e);
        };
    }

    private static String reason(FileSystemException e) {
        return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse(message).replaceFirst("^Error: ", "");
    }
}
