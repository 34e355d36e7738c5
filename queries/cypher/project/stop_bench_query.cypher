// Stop what the bench runs under a name
//
// A row for each transaction that was still there; none when it is gone.
//
// returns: message STRING
:param job => ''

SHOW TRANSACTIONS YIELD transactionId AS id, metaData
WHERE metaData.bench = $job
TERMINATE TRANSACTIONS id YIELD message
RETURN message;
