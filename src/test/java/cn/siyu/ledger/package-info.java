@NullMarked
package cn.siyu.ledger;

import org.jspecify.annotations.NullMarked;
