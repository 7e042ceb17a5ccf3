package cn.siyu.commission.domain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Who sees to the tax on what a payee is paid (C30). */
@Schema(name = "TaxHandling")
public enum TaxHandling {
    /** The shop withholds it by a formula and pays the rest. */
    WITHHOLD,
    /** An agent pays the payee and withholds: the whole amount goes to the agent. */
    THIRD_PARTY,
    /** The payee is a business and sends an invoice for the whole amount. */
    EXTERNAL,
    /** An employee's: taxed with his wages, never withdrawn here (D7). */
    PAYROLL
}
