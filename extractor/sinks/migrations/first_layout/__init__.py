"""The tables of layout 0001 as they were: frozen, whatever sinks.tables says today. Revision 0001 makes them."""
