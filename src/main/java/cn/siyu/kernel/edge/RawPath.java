package cn.siyu.kernel.edge;

import java.util.List;
import java.util.Locale;

/**
 * The path of a request as it came over the wire. Spellings that two readers could understand differently are refused before
 * anybody routes or authorises by them (SEC-03); none of our addresses needs one.
 */
final class RawPath {

    private static final List<String> AMBIGUOUS = List.of(";", "\\", "//", "/.", "%2f", "%5c", "%3b", "%2e", "%00");

    private RawPath() {}

    static boolean isPlain(String uri) {
        var path = path(uri).toLowerCase(Locale.ROOT);
        return path.startsWith("/") && AMBIGUOUS.stream().noneMatch(path::contains) && !path.endsWith(".");
    }

    /** Without query and fragment; of an absolute address only what follows the authority. */
    private static String path(String uri) {
        var end = indexOfAny(uri);
        var address = uri.substring(0, end);
        var scheme = address.indexOf("://");
        if (scheme <= 0 || address.startsWith("/")) {
            return address;
        }
        var slash = address.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : address.substring(slash);
    }

    private static int indexOfAny(String uri) {
        var query = uri.indexOf('?');
        var fragment = uri.indexOf('#');
        var end = uri.length();
        end = query >= 0 ? Math.min(end, query) : end;
        return fragment >= 0 ? Math.min(end, fragment) : end;
    }
}
