@NullMarked
package cn.siyu.ledger.web;

import org.jspecify.annotations.NullMarked;
