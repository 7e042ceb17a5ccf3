package cn.siyu.catalog.app;

import cn.siyu.catalog.domain.Media;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/**
 * Details of a product as they may be shown: text, tables and pictures by an allow-list, nothing that runs, links or frames.
 * A picture that is neither on https nor our own gives way to the placeholder and keeps its address in {@code data-original}. Cleaning what is
 * clean changes nothing.
 */
final class CleanHtml {

    private static final String ORIGINAL = "data-original";

    private static final PolicyFactory ALLOWED = new HtmlPolicyBuilder()
            .allowElements(
                    "p",
                    "br",
                    "hr",
                    "div",
                    "span",
                    "b",
                    "strong",
                    "i",
                    "em",
                    "u",
                    "s",
                    "sub",
                    "sup",
                    "small",
                    "blockquote",
                    "h1",
                    "h2",
                    "h3",
                    "h4",
                    "h5",
                    "h6",
                    "ul",
                    "ol",
                    "li",
                    "dl",
                    "dt",
                    "dd",
                    "table",
                    "caption",
                    "thead",
                    "tbody",
                    "tfoot",
                    "tr",
                    "th",
                    "td")
            .allowElements(CleanHtml::picture, "img")
            .allowAttributes("colspan", "rowspan")
            .matching((_, _, value) -> value.matches("\\d{1,3}") ? value : null)
            .onElements("td", "th")
            .allowAttributes("src", "alt", ORIGINAL)
            .onElements("img")
            .allowAttributes("width", "height")
            .matching((_, _, value) -> value.matches("\\d{1,4}") ? value : null)
            .onElements("img")
            .allowUrlProtocols("https", "http")
            .allowWithoutAttributes("span")
            .toFactory();

    private CleanHtml() {}

    static String clean(String html) {
        return ALLOWED.sanitize(html).strip();
    }

    /** {@code attributes} alternate between names and values. A picture without an address is dropped. */
    private static @Nullable String picture(String element, List<String> attributes) {
        var at = attributes.indexOf("src");
        if (at < 0) {
            return null;
        }
        var source = attributes.get(at + 1);
        var address = source.startsWith("//") ? "https:" + source : source;
        if (Media.isShown(address)) {
            attributes.set(at + 1, address);
        } else if (!address.equals(Media.PLACEHOLDER)) {
            attributes.set(at + 1, Media.PLACEHOLDER);
            attributes.add(ORIGINAL);
            attributes.add(address);
        }
        return element;
    }
}
