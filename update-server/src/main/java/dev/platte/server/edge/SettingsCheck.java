package dev.platte.server.edge;

import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Judges all settings before anything is started for them. A {@code platte.} key that no feature
 * knows is refused: a misspelt limit must not silently be no limit. The known keys are the
 * components of the records that carry settings. The process environment and system properties are
 * not judged for unknown keys, other programs keep names there.
 */
final class SettingsCheck implements BeanFactoryPostProcessor {

    private static final String ROOT = "platte";

    private final Environment environment;

    SettingsCheck(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Set<ConfigurationPropertyName> known = new TreeSet<>();
        for (String name : beans.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
            Class<?> type = beans.getType(name);
            ConfigurationProperties place =
                    type == null
                            ? null
                            : AnnotatedElementUtils.findMergedAnnotation(
                                    type, ConfigurationProperties.class);
            if (place != null && type != null && type.isRecord()) {
                collect(ConfigurationPropertyName.of(place.prefix()), type, known);
                bind(place.prefix(), type);
            }
        }
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource keys && judged(source)) {
                keys.stream().forEach(key -> check(key, known));
            }
        }
    }

    /**
     * The records check themselves; later they would be made only when somebody needs them, after
     * the database is up.
     */
    private void bind(String prefix, Class<?> type) {
        try {
            Binder.get(environment).bindOrCreate(prefix, Bindable.of(type));
        } catch (BindException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                String message = cause.getMessage();
                if (cause instanceof IllegalArgumentException
                        && message != null
                        && message.startsWith(ROOT + ".")) {
                    throw new SettingException(
                            message, "Change the setting and start again; --help lists them.", e);
                }
            }
            throw e; // Spring Boot names key, value and where it was written.
        }
    }

    private static void collect(
            ConfigurationPropertyName prefix, Class<?> type, Set<ConfigurationPropertyName> known) {
        for (RecordComponent component : type.getRecordComponents()) {
            ConfigurationPropertyName name = prefix.append(dashed(component.getName()));
            if (component.getType().isRecord()) {
                collect(name, component.getType(), known);
            } else {
                known.add(name);
            }
        }
    }

    private static void check(ConfigurationPropertyName key, Set<ConfigurationPropertyName> known) {
        if (!ConfigurationPropertyName.of(ROOT).isAncestorOf(key)) {
            return;
        }
        if (known.stream().noneMatch(name -> name.equals(key) || name.isAncestorOf(key))) {
            String names =
                    known.stream()
                            .map(ConfigurationPropertyName::toString)
                            .filter(name -> name.startsWith(ROOT + "."))
                            .collect(Collectors.joining(", "));
            throw new SettingException(
                    "\"" + key + "\" is not a setting of this server", "Known are: " + names + ".");
        }
    }

    private static boolean judged(ConfigurationPropertySource source) {
        if (!(source.getUnderlyingSource() instanceof PropertySource<?> underlying)) {
            return true;
        }
        return switch (underlying.getName()) {
            case StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                    StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME ->
                    false;
            default -> true;
        };
    }

    /** {@code publicUrl} is written {@code public-url}. */
    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
