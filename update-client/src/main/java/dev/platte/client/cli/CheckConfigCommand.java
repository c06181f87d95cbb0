package dev.platte.client.cli;

import dev.platte.client.config.Effective;
import dev.platte.client.config.SettingsReader.Report;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "check-config",
        mixinStandardHelpOptions = true,
        description = {
            "Reads every configuration file and what they name, changes nothing, and prints each key",
            "as it holds on this host with the place that says so. Exit status 2: the client would",
            "refuse to start; 1: it starts, and could not install anything."
        })
final class CheckConfigCommand implements Callable<Integer> {
    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Option(names = "--output", description = "text or json", defaultValue = "text")
    private Output output = Output.text;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Report report = parent.host().report();
        List<String> obstacles =
                report.problems().isEmpty() ? Obstacles.of(parent.host().settings()) : List.of();
        switch (output) {
            case text -> print(report, obstacles, out, err);
            case json -> out.println(JsonText.of(json(report, obstacles)));
        }
        out.flush();
        err.flush();
        if (!report.problems().isEmpty()) {
            return UpdateClient.UNUSABLE;
        }
        return obstacles.isEmpty() ? UpdateClient.DONE : UpdateClient.FAILED;
    }

    private static void print(
            Report report, List<String> obstacles, PrintWriter out, PrintWriter err) {
        int key = width(report.effective().stream().map(Effective::key).toList());
        int value = width(report.effective().stream().map(Effective::value).toList());
        String line = "%-" + key + "s  %-" + Math.min(40, value) + "s  %s%n";
        report.effective().forEach(e -> out.printf(line, e.key(), e.value(), e.source()));
        out.flush();
        report.warnings().forEach(warning -> err.println("warning: " + warning));
        report.problems().forEach(problem -> err.println("error: " + problem));
        obstacles.forEach(obstacle -> err.println("error: " + obstacle));
    }

    private static int width(List<String> texts) {
        return Math.max(1, texts.stream().mapToInt(String::length).max().orElse(1));
    }

    private static Map<String, Object> json(Report report, List<String> obstacles) {
        List<Object> keys = new ArrayList<>();
        for (Effective effective : report.effective()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("key", effective.key());
            one.put("value", effective.value());
            one.put("source", effective.source());
            keys.add(one);
        }
        List<String> errors = new ArrayList<>(obstacles);
        report.problems().forEach(problem -> errors.add(problem.toString()));
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("keys", keys);
        all.put("warnings", report.warnings());
        all.put("errors", errors);
        return all;
    }
}
