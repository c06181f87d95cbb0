package dev.platte.server.edge;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Turns a refused setting into two lines for the operator, where a stack trace would stand. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class SettingAnalyzer extends AbstractFailureAnalyzer<SettingException> {

    @Override
    protected FailureAnalysis analyze(Throwable root, SettingException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.advice(), cause);
    }
}
