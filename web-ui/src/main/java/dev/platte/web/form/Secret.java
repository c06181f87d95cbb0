package dev.platte.web.form;

/**
 * A secret as the answer to a form shows it, the only time that anybody sees it.
 *
 * @param title what it is
 * @param use how it is used, in a sentence
 * @param back the page to go on with, below the context path
 */
public record Secret(String title, String text, String use, String back) {

    /** The template that shows it. */
    public static final String VIEW = "form/secret";

    /** Leaves the secret out, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "Secret[" + title + "]";
    }
}
