package cn.siyu.notify.domain;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What members are told of, each in one template of WeChat's. */
@Schema(name = "NewsKind")
public enum Kind {
    GROUP_SUCCEEDED(List.of("product", "size", "at", "note")),
    GROUP_FAILED(List.of("product", "reason", "at", "note")),
    REFUNDED(List.of("orderNo", "amount", "reason", "at")),
    SHIPPED(List.of("orderNo", "carrier", "trackingNo", "at"));

    @SuppressWarnings("ImmutableEnumChecker")
    private final List<String> words;

    Kind(List<String> words) {
        this.words = words;
    }

    /** What a template of this kind can say. */
    public List<String> words() {
        return words;
    }
}
