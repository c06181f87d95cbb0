package dev.platte.server.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * With which status a handler answers when it is done, and with what, where its type does not say.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Gives {

    int value() default 200;

    /** Whose components are the fields of the answer. */
    Class<?> as() default Void.class;
}
