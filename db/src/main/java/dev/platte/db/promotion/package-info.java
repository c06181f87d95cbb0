/** What pointing a channel elsewhere would do, and who does it: people, others who agree, rules. */
@NullMarked
package dev.platte.db.promotion;

import org.jspecify.annotations.NullMarked;
