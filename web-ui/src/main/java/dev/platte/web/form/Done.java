package dev.platte.web.form;

import dev.platte.web.page.Said;

/**
 * What came of a form.
 *
 * @param location the page to go on with, below the context path
 * @param said what that page says about it
 */
public record Done(String location, Said said) {

    public Done {
        if (!location.startsWith("/") || location.startsWith("//")) {
            throw new IllegalArgumentException("not below the context path: " + location);
        }
    }

    public static Done at(String location, String sentence) {
        return new Done(location, new Said(sentence, null));
    }

    /** The same with a form that takes back what was done. */
    public Done undoneBy(String path, long seen, String reason) {
        return new Done(location, new Said(said.sentence(), new Said.Undo(path, seen, reason)));
    }
}
