package dev.platte.server.edge;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
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
 * components of the records that carry settings. System properties are not judged for unknown keys,
 * other programs keep names there; so they do in the environment, which {@link EnvironmentNames}
 * judges.
 */
final class SettingsCheck implements BeanFactoryPostProcessor {

    private static final String ROOT = "platte";

    private final Environment environment;
    private final Map<String, ?> variables;

    /**
     * @param variables of the process
     */
    SettingsCheck(Environment environment, Map<String, ?> variables) {
        this.environment = environment;
        this.variables = variables;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        // Whether a name has elements below it, as lists and maps do.
        Map<ConfigurationPropertyName, Boolean> known = new TreeMap<>();
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
        new EnvironmentNames(known).check(variables.keySet());
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
            ConfigurationPropertyName prefix,
            Class<?> type,
            Map<ConfigurationPropertyName, Boolean> known) {
        for (RecordComponent component : type.getRecordComponents()) {
            ConfigurationPropertyName name = prefix.append(dashed(component.getName()));
            if (component.getType().isRecord()) {
                collect(name, component.getType(), known);
            } else {
                boolean open =
                        Map.class.isAssignableFrom(component.getType())
                                || Collection.class.isAssignableFrom(component.getType());
                known.put(name, open);
            }
        }
    }

    private static void check(
            ConfigurationPropertyName key, Map<ConfigurationPropertyName, Boolean> known) {
        if (!ConfigurationPropertyName.of(ROOT).isAncestorOf(key)) {
            return;
        }
        boolean below =
                known.entrySet().stream()
                        .anyMatch(each -> each.getValue() && each.getKey().isAncestorOf(key));
        if (!known.containsKey(key) && !below) {
            List<String> names =
                    known.keySet().stream()
                            .map(ConfigurationPropertyName::toString)
                            .filter(name -> name.startsWith(ROOT + "."))
                            .toList();
            throw new SettingException(
                    "\"" + key + "\" is not a setting of this server",
                    Nearest.of(key.toString(), names).map(near -> "Is it " + near + "? ").orElse("")
                            + "Known are: "
                            + String.join(", ", names)
                            + ".");
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
