package dev.platte.server.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The body of a request: the components of this record are its fields, and there are no others.
 * Those that cannot be null must be there.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Takes {

    Class<? extends Record> value();
}
