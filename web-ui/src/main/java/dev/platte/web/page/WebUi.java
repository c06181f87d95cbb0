package dev.platte.web.page;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.PropertySource;

/**
 * All pages as beans, wherever this jar lies beside a web server and the verbs of {@code db}. Their
 * names are those of their classes in full: the server has a HostController of its own.
 */
@AutoConfiguration(afterName = "dev.platte.db.wiring.DatabaseConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ComponentScan(
        basePackages = "dev.platte.web",
        nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@PropertySource("classpath:dev/platte/web/web-ui.properties")
public class WebUi {}
