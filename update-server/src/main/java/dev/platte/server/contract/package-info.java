/** What the REST API takes and gives, as handlers declare it and its document says it. */
@NullMarked
package dev.platte.server.contract;

import org.jspecify.annotations.NullMarked;
