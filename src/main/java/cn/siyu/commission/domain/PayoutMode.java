package cn.siyu.commission.domain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** When an approved withdrawal is sent. */
@Schema(name = "PayoutMode")
public enum PayoutMode {
    /** As soon as it is approved; up to the limit that is when it is asked for. */
    AT_ONCE,
    /** When finance pays it out with others. */
    BATCHED
}
