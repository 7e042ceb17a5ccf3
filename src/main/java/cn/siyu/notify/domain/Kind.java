package cn.siyu.notify.domain;

import java.util.List;

/** What members are told of, each in one template of WeChat's. */
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
