package dev.platte.server.edge;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Turns a refused setting into two lines for the operator, where a stack trace would stand. */
final class SettingAnalyzers {

    private SettingAnalyzers() {}

    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class Refused extends AbstractFailureAnalyzer<SettingException> {
        @Override
        protected FailureAnalysis analyze(Throwable root, SettingException cause) {
            return new FailureAnalysis(cause.getMessage(), cause.advice(), cause);
        }
    }

    /** A record of settings that did not accept its values: its message names the key. */
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static final class Bad extends AbstractFailureAnalyzer<ConfigurationPropertiesBindException> {
        @Override
        protected @Nullable FailureAnalysis analyze(
                Throwable root, ConfigurationPropertiesBindException cause) {
            Throwable deepest = cause;
            while (deepest.getCause() != null) {
                deepest = deepest.getCause();
                String message = deepest.getMessage();
                if (deepest instanceof IllegalArgumentException
                        && message != null
                        && message.startsWith("platte.")) {
                    return new FailureAnalysis(
                            message,
                            "Change the setting and start again; --help lists them.",
                            cause);
                }
            }
            return null; // Spring Boot's own analyzer names key, value and where it was written.
        }
    }
}
